#+ finds: outcome:test-1-2
#+ says: answer for a part of a job leads to read pictograms without a level.
DELETE DATA { attained:test-1-2-b bw:level level:foundation }
