#+ finds: curriculum:test
#+ says: Tools has too little learning at the workplace: a unit in each module and a quarter of all hours are needed.
DELETE DATA { unit:test-2-1 bw:setting setting:workplace } ;
INSERT DATA { unit:test-2-1 bw:setting setting:workshop }
