using Sunshine.Foundation.Text;

namespace Sunshine.ReadingRooms;

/// <summary>Deliveries counted: over all, by level and by county.</summary>
internal sealed class DeliveryTally
{
    private readonly V1.DeliveryFigures _all = new();
    private readonly SortedDictionary<V1.DivisionLevel, V1.DeliveryFigures> _byLevel = [];
    private readonly SortedDictionary<string, V1.DeliveryFigures> _byCounty = new(StringComparer.Ordinal);

    public V1.DeliveryFigures All => Closed(_all);

    public IEnumerable<V1.LevelFigures> ByLevel => _byLevel.Select(l => new V1.LevelFigures { Level = l.Key, Figures = Closed(l.Value) });

    public IEnumerable<V1.DivisionFigures> ByCounty => _byCounty.Select(c => new V1.DivisionFigures { DivisionCode = c.Key, Figures = Closed(c.Value) });

    /// <summary>A level that is there even if no room is of it.</summary>
    public void Name(V1.DivisionLevel level) => _byLevel.TryAdd(level, new V1.DeliveryFigures());

    public void Count(Delivery delivery, Distribution of, RoomEntry? room, DateOnly day)
    {
        var state = DeliveryStates.Of(delivery, of, room, day);
        var county = DivisionCode.CountyOf(delivery.DivisionCode);
        if (!_byLevel.TryGetValue(delivery.Level, out var level)) _byLevel[delivery.Level] = level = new V1.DeliveryFigures();
        if (!_byCounty.TryGetValue(county, out var division)) _byCounty[county] = division = new V1.DeliveryFigures();
        foreach (var figures in new[] { _all, level, division })
        {
            figures.RoomCount++;
            if (state == V1.DeliveryState.Excused)
            {
                figures.ExcusedCount++;
                continue;
            }

            figures.OwedCount++;
            if (state is V1.DeliveryState.Received or V1.DeliveryState.ReceivedLate)
            {
                figures.ReceivedCount++;
                if (state == V1.DeliveryState.ReceivedLate) figures.LateCount++;
                continue;
            }

            figures.MissingCount++;
            if (state == V1.DeliveryState.Delivered) figures.UnconfirmedCount++;
            if (day > of.DueOn) figures.OverdueCount++;
        }
    }

    private static V1.DeliveryFigures Closed(V1.DeliveryFigures figures)
    {
        figures.Percent = Percentages.Of(figures.ReceivedCount, figures.OwedCount);
        figures.Complete = figures.OwedCount > 0 && figures.MissingCount == 0;
        return figures;
    }
}
