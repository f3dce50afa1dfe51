#+ finds: curriculum:test
#+ says: Tools in A first course does not say what learners bring along, or that they need bring nothing.
DELETE { ?x ?p target-group:worker } INSERT { ?x ?p target-group:supporter } WHERE { ?x ?p target-group:worker . FILTER(?p IN (elm:targetGroup, bw:targetGroup)) } ;
DELETE DATA { module:test-2 elm:entryRequirement entry:test }
