#+ finds: curriculum:test
#+ says: A first course has to state one of the eight levels of the European Qualifications Framework, and one only (found: foundation).
DELETE DATA { curriculum:test elm:educationLevel eqf:2 } ;
INSERT DATA { curriculum:test elm:educationLevel level:foundation }
