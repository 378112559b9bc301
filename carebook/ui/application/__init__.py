"""The window as a whole: what starts it, who is at work in it, the ways in and out."""
