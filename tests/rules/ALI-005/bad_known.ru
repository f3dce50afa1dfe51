#+ finds: attained:test-1-2-b
#+ says: communication, collaboration and creativity is a group or another concept; a skill belongs here.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill skill:dc06de9f-dd3a-4f28-b58f-b01b5ae72ab8 }
