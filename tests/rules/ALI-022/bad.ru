#+ finds: curriculum:test
#+ says: A first course leads to follow verbal instructions, which its profile does not require.
INSERT DATA { outcome:test-3-1 bw:attains attained:more . attained:more a bw:AttainedSkill ; bw:skill skill:fc511e12-fe90-40a0-bec8-227abb5e4255 ; bw:level level:foundation }
