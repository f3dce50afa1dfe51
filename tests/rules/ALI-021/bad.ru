#+ finds: outcome:test-3-1
#+ says: report what is done is related to follow verbal instructions and does not lead to it.
INSERT DATA { outcome:test-3-1 elm:relatedESCOSkill skill:fc511e12-fe90-40a0-bec8-227abb5e4255 }
