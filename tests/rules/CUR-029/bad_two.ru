#+ finds: curriculum:test
#+ says: A first course has to state one of the eight levels of the European Qualifications Framework, and one only (found: –).
INSERT DATA { curriculum:test elm:educationLevel eqf:3 }
