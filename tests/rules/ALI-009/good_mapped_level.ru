# A level of DigComp counts as the level of the reference scale that it maps to.
DELETE DATA { attained:test-1-1 bw:level level:intermediate } ;
INSERT DATA { attained:test-1-1 bw:level level:digcomp-4 }
