#+ finds: curriculum:test
#+ says: interact through digital technologies lacks what the criterion asks for: version, licence and origin of the curriculum, a source of each requirement of its profile.
DELETE WHERE { requirement:interact dct:source ?source }
