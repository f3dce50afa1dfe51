# Attained, but below the level that is required: still a gap.
DELETE DATA { attained:test-3-3 bw:skill skill:a628d2d1-f40a-4c37-a357-2801726f2996 ; bw:level level:intermediate } ;
INSERT DATA { attained:test-3-3 bw:skill skill:c29aa9d2-4da8-4bdd-831c-8d4a2fb51730 ; bw:level level:foundation }
