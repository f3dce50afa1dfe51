#+ finds: curriculum:test
#+ says: A first course has outcomes of its own; they belong into modules.
INSERT DATA { curriculum:test elm:learningOutcome outcome:test-1-1 }
