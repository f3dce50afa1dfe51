#+ finds: curriculum:test
#+ says: The level EQF level 2 that A first course leads to for report facts does not compare with the required level intermediate.
DELETE DATA { attained:test-3-1 bw:level level:intermediate } ;
INSERT DATA { attained:test-3-1 bw:level eqf:2 }
