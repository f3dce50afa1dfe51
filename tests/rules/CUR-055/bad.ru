#+ finds: curriculum:test
#+ says: No unit of A first course is learned at the workplace.
DELETE WHERE { ?unit bw:setting setting:workplace } ;
INSERT DATA { unit:test-1-1 bw:setting setting:workshop . unit:test-2-1 bw:setting setting:online . unit:test-3-1 bw:setting setting:workshop }
