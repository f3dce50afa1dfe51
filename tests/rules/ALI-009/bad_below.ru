#+ finds: curriculum:test
#+ says: A first course does not cover the essential skill manage time at the required level (intermediate) and does not name it as a known gap.
DELETE DATA { attained:test-1-1 bw:level level:intermediate } ;
INSERT DATA { attained:test-1-1 bw:level level:foundation }
