"""What is written down: frozen dataclasses, enums and the declarations of their fields; nothing but standard types."""
