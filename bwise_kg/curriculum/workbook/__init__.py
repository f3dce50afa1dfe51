"""Curricula as workbooks: what the sheets hold, filled, read back and made empty for a designer."""
