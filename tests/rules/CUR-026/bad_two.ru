#+ finds: outcome:test-1-2
#+ says: answer for a part of a job stands in 2 units of Work; exactly one is needed.
INSERT DATA { unit:test-1-2 elm:learningOutcome outcome:test-1-2 }
