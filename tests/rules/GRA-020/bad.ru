#+ finds: scheme:label-criterion
#+ says: The criteria of criteria give 95 points; 100 are needed.
DELETE DATA { label-criterion:test-2 bw:points 40 } ;
INSERT DATA { label-criterion:test-2 bw:points 35 }
