"""The desk's file: reports with their records and versions, indexes over them, and the relations between them."""
