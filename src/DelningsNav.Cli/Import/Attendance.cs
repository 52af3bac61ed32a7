namespace DelningsNav.Cli.Import;

/// <summary>One pupil's summed attendance in one activity over a span of days, in minutes (SS12000 <c>AggregatedAttendance</c>).</summary>
internal sealed record Attendance(
    Guid Pupil, Guid Activity, DateOnly From, DateOnly To, int ValidAbsence, int InvalidAbsence, int Reported, int Offered, Place Place);

/// <summary>Reads attendance and checks it against the register and the period.</summary>
internal static class AttendanceFile
{
    /// <summary>Returns the attendance within the period and the number of items outside it, and records every fault.</summary>
    public static (IReadOnlyList<Attendance> Within, int Outside) Read(IEnumerable<Place> entities, SchoolRegister register, Period period)
    {
        var within = new List<Attendance>();
        var outside = 0;
        foreach (var item in entities.Select(place => Read(place, register)).OfType<Attendance>())
        {
            if (period.Holds(item.From, item.To))
            {
                within.Add(item);
            }
            else if (period.Touches(item.From, item.To))
            {
                item.Place.Fault(
                    $"reaches over the edge of the period {period} and cannot be divided; ask the source for the period itself");
            }
            else
            {
                outside++;
            }
        }

        FaultWhatCountsTwice(within);
        FaultPupilsWithoutSchool(within, register, period);
        return (within, outside);
    }

    private static Attendance? Read(Place place, SchoolRegister register)
    {
        var activity = place.Required("activity")?.Required("id")?.Id();
        var student = place.Required("student")?.Required("id");
        var pupil = student?.Id();
        if (pupil is { } id && register.Find(id) is null)
        {
            student!.Value.Fault($"the person `{id}` is not among the persons");
        }

        var (from, to) = (place.Required("startDate")?.Day(), place.Required("endDate")?.Day());
        place.Required("attendanceSum")?.Minutes();
        place.Optional("otherAttendanceSum")?.Minutes();

        // SS12000 omits these sums when the source does not have them. A share that is computed without them would be wrong.
        var (valid, invalid) = (place.Required("validAbsenceSum")?.Minutes(), place.Required("invalidAbsenceSum")?.Minutes());
        var (reported, offered) = (place.Required("reportedSum")?.Minutes(), place.Required("offeredSum")?.Minutes());
        if (from > to)
        {
            place.Fault("`endDate` comes before `startDate`");
        }

        if ((long?)valid + invalid > offered)
        {
            place.Fault("`validAbsenceSum` and `invalidAbsenceSum` together are more than `offeredSum`");
        }

        if (reported > offered)
        {
            place.Fault("`reportedSum` is more than `offeredSum`");
        }

        return (activity, pupil, from, to, valid, invalid, reported, offered) is ({ } a, { } p, { } f, { } t, { } v, { } i, { } r, { } o)
            && f <= t
            ? new Attendance(p, a, f, t, v, i, r, o, place)
            : null;
    }

    private static void FaultWhatCountsTwice(IEnumerable<Attendance> items)
    {
        foreach (var same in items.GroupBy(i => (i.Pupil, i.Activity)))
        {
            DateOnly? counted = null;
            foreach (var item in same.OrderBy(i => i.From).ThenBy(i => i.To))
            {
                if (item.From <= counted)
                {
                    item.Place.Fault("counts days twice: another item has the same pupil and activity with days in common");
                }

                counted = counted is { } last && last > item.To ? last : item.To;
            }
        }
    }

    private static void FaultPupilsWithoutSchool(IEnumerable<Attendance> items, SchoolRegister register, Period period)
    {
        foreach (var id in items.Select(i => i.Pupil).Distinct())
        {
            if (register.Find(id) is { } pupil && register.SchoolOf(pupil, period) is null)
            {
                pupil.Place.Fault($"has attendance but no enrolment in the period {period}, so the school is not known");
            }
        }
    }
}
