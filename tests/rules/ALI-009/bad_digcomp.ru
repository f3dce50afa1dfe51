#+ finds: curriculum:test
#+ says: A first course does not cover the essential skill interact through digital technologies at the required level (DigComp level 2) and does not name it as a known gap.
DELETE DATA { attained:test-2-1 bw:level level:digcomp-2 } ;
INSERT DATA { attained:test-2-1 bw:level level:digcomp-1 }
