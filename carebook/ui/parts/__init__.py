"""What pages share: theme, fields, tables, the clerk."""
