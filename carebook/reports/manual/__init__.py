"""The manual of the program: its contents, its pages, and how they become a page on screen and a PDF."""
