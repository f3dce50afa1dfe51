#+ finds: assessment:test-3
#+ says: Folder shown has no description.
DELETE WHERE { assessment:test-3 dct:description ?text }
