#+ finds: curriculum:test
#+ says: The profile of A first course requires no skill.
DELETE WHERE { profile:test bw:requires ?r . ?r ?p ?o } ;
DELETE WHERE { known-gap:test ?p ?o } ;
DELETE WHERE { curriculum:test bw:knownGap ?gap }
