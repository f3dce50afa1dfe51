#+ finds: outcome:test-1-2
#+ says: answer for a part of a job stands in 0 units of Work; exactly one is needed.
DELETE DATA { unit:test-1-1 elm:learningOutcome outcome:test-1-2 }
