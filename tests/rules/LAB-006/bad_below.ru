#+ finds: curriculum:test
#+ says: A first course neither covers manage time at its level nor declares it as a gap with the reason.
DELETE DATA { attained:test-1-1 bw:level level:intermediate } ;
INSERT DATA { attained:test-1-1 bw:level level:foundation }
