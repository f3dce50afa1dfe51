#+ finds: attained:test-2-2
#+ says: The DigComp skill protect ICT devices is attained at foundation, which is no level of DigComp.
# The profile asks for no level here, so that only the scale is wrong.
DELETE DATA { attained:test-2-2 bw:level level:digcomp-2 . requirement:protect-devices bw:requiredLevel level:digcomp-2 } ;
INSERT DATA { attained:test-2-2 bw:level level:foundation }
