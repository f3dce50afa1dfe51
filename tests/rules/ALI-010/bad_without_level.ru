#+ finds: curriculum:test
#+ says: A first course names work independently as a known gap, but covers it.
DELETE DATA { requirement:work-independently bw:requiredLevel level:intermediate . attained:test-3-3 bw:skill skill:a628d2d1-f40a-4c37-a357-2801726f2996 } ;
INSERT DATA { attained:test-3-3 bw:skill skill:c29aa9d2-4da8-4bdd-831c-8d4a2fb51730 }
