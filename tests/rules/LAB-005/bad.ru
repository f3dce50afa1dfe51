#+ finds: curriculum:test
#+ says: Work in A first course has no outcome of the kind knowledge.
DELETE DATA { outcome:test-1-3 bw:outcomeKind outcome-kind:knowledge } ;
INSERT DATA { outcome:test-1-3 bw:outcomeKind outcome-kind:skill }
