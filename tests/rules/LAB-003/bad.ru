#+ finds: curriculum:test
#+ says: report what is done in A first course lacks its kind, or a skill at a level of a declared scale.
DELETE DATA { attained:test-3-1 bw:level level:intermediate }
