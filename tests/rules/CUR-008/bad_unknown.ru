#+ finds: curriculum:test
#+ says: A first course has to name exactly one known target group (found: <https://w3id.org/bwise/id/target-group/everybody>).
# The profile is for the same unknown group, so that the two agree.
DELETE { ?x ?p target-group:worker } INSERT { ?x ?p target-group:everybody } WHERE { ?x ?p target-group:worker . FILTER(?p IN (elm:targetGroup, bw:targetGroup)) }
