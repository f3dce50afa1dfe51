#+ finds: curriculum:test
#+ says: A first course lacks what the criterion asks for: version, licence and origin of the curriculum, a source of each requirement of its profile.
DELETE WHERE { curriculum:test dct:license ?licence }
