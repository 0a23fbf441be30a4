"""What is printed, and where: files in, pages and tables out. No meaning yet, and no import of ours."""
