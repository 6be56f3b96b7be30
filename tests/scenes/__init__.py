"""What tests/screenshots.py photographs, a module per room."""
