#+ finds: curriculum:test
#+ says: answer for a part of a job in A first course is not assessed in its module, or is an assessment without a description.
DELETE DATA { assessment:test-1 bw:assesses outcome:test-1-2 }
