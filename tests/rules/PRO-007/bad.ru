#+ finds: requirement:interact
#+ says: The requirement of interact through digital technologies names no source.
DELETE WHERE { requirement:interact dct:source ?source }
