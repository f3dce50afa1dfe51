#+ finds: module:test-1
#+ says: Work does not name say whom to ask, which one of its units has.
DELETE DATA { module:test-1 elm:learningOutcome outcome:test-1-3 }
