#+ finds: outcome:test-1-3
#+ says: say whom to ask has to be of exactly one known kind (found: –).
INSERT DATA { outcome:test-1-3 bw:outcomeKind outcome-kind:skill }
