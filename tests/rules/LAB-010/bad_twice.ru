#+ finds: curriculum:test
#+ says: Work in A first course has no units, or its units do not hold its hours and each outcome once.
INSERT DATA { unit:test-1-2 elm:learningOutcome outcome:test-1-1 }
