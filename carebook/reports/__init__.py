"""What is printed: gather() and draw() for each report."""
