#+ finds: outcome:test-3-1
#+ says: report what is done leads to no skill at a stated level.
DELETE DATA { attained:test-3-1 bw:level level:intermediate }
