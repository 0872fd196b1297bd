"""Many reports to the relations between them: pure, from records and vectors."""
