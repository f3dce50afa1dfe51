#+ finds: profile:test
#+ says: made-up supporter requires mitigate waste of resources and leaves it out.
INSERT DATA { profile:test bw:leavesOut left-out:b . left-out:b a bw:LeftOutSkill ; bw:skill skill:d2c81ad1-2439-43cf-9c63-204187b8f771 ; bw:rationale "No."@en }
