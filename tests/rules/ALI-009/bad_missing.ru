#+ finds: curriculum:test
#+ says: A first course does not cover the essential skill ask for support at work at the required level (foundation) and does not name it as a known gap.
DELETE DATA { attained:test-1-3 bw:skill sector-skill:test } ;
INSERT DATA { attained:test-1-3 bw:skill skill:a628d2d1-f40a-4c37-a357-2801726f2996 }
