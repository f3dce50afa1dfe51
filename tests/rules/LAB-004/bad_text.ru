#+ finds: curriculum:test
#+ says: Day seen in A first course is not assessed in its module, or is an assessment without a description.
DELETE WHERE { assessment:test-1 dct:description ?text }
