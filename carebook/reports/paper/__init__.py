"""The administrative page of NĐ 30/2020: fonts, sheet, heading, text, tables and signature places."""
