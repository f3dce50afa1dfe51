#+ finds: curriculum:test
#+ says: 1 of 9 outcomes of A first course lead to a digital skill, 1 of them are assessed; one in five is needed, all assessed.
DELETE DATA { attained:test-2-2 bw:skill skill:df329d70-87b0-466b-a214-3431f36e2a5e } ;
INSERT DATA { attained:test-2-2 bw:skill skill:05aa7c09-46e7-433f-a81b-92841f4551e7 }
