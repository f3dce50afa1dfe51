#+ finds: attained:test-1-2-b
#+ says: A statement of what an outcome leads to has to name exactly one skill (accept criticism and guidance).
INSERT DATA { attained:test-1-2-b bw:skill skill:05aa7c09-46e7-433f-a81b-92841f4551e7 }
