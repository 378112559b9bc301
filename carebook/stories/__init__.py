"""What the demo tells: named stories written through actions, and the big book."""
