"""Tasks out of tables: columns by the words of their heads, rows with what merged cells and headings pass down."""

from corpus.tasks.tables.walk import RowRemark, TableReading, read_table, read_tables

__all__ = ["RowRemark", "TableReading", "read_table", "read_tables"]
