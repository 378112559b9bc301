"""Papers of daily care: what the ward, the kitchen and the cupboard print, for one person, a room, a ward or everybody."""
