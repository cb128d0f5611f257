package roundhouse.examples.flights;

import static roundhouse.featureengine.language.Expressions.dayOfWeekOf;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;

import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;

/// What is known half an hour before a flight departs, and whether it arrives 30 minutes late or
/// more. Every event is known the moment it happens.
public final class LateArrival {
  /// Name of the event source that the data become.
  public static final String SOURCE = "flights";

  private static final long LATE_MINUTES = 30;

  static final EventStream<FlightScheduled> SCHEDULED =
      EventStream.named("flight-scheduled")
          .of(FlightScheduled.class)
          .identifiedBy(FlightScheduled::flightId)
          .happeningAt(FlightScheduled::askedAt);

  static final EventStream<FlightDeparted> DEPARTED =
      EventStream.named("flight-departed")
          .of(FlightDeparted.class)
          .identifiedBy(FlightDeparted::flightId)
          .happeningAt(FlightDeparted::departedAt);

  static final EventStream<FlightArrived> ARRIVED =
      EventStream.named("flight-arrived")
          .of(FlightArrived.class)
          .identifiedBy(FlightArrived::flightId)
          .happeningAt(FlightArrived::arrivedAt);

  static final EventStream<WeatherObserved> WEATHER =
      EventStream.named("weather-observed")
          .of(WeatherObserved.class)
          .identifiedBy(WeatherObserved::observationId)
          .happeningAt(WeatherObserved::observedAt);

  private static final EntityEvents<FlightScheduled, FlightDeparted> DEPARTURES_OF_ORIGIN =
      DEPARTED.where(FlightDeparted::origin).equalTo(FlightScheduled::origin);

  private static final EntityEvents<FlightScheduled, FlightDeparted> DEPARTURES_OF_CARRIER =
      DEPARTURES_OF_ORIGIN.and(FlightDeparted::carrier).equalTo(FlightScheduled::carrier);

  private static final EntityEvents<FlightScheduled, FlightDeparted> DEPARTURES_OF_ROUTE =
      DEPARTURES_OF_ORIGIN.and(FlightDeparted::dest).equalTo(FlightScheduled::dest);

  private static final EntityEvents<FlightScheduled, FlightArrived> ARRIVALS_OF_AIRCRAFT =
      ARRIVED.where(FlightArrived::tailNumber).equalTo(FlightScheduled::tailNumber);

  private static final EntityEvents<FlightScheduled, FlightArrived> ARRIVALS_OF_CARRIER =
      ARRIVED.where(FlightArrived::carrier).equalTo(FlightScheduled::carrier);

  private static final EntityEvents<FlightScheduled, FlightArrived> ARRIVALS_OF_ROUTE =
      ARRIVED
          .where(FlightArrived::origin)
          .equalTo(FlightScheduled::origin)
          .and(FlightArrived::dest)
          .equalTo(FlightScheduled::dest);

  private static final EntityEvents<FlightScheduled, FlightArrived> ARRIVAL_OF_FLIGHT =
      ARRIVED.where(FlightArrived::flightId).equalTo(FlightScheduled::flightId);

  private static final EntityEvents<FlightScheduled, WeatherObserved> WEATHER_OF_ORIGIN =
      WEATHER.where(WeatherObserved::origin).equalTo(FlightScheduled::origin);

  /// The definition, version 1.
  public static final FeatureSet<FlightScheduled> FEATURES =
      FeatureSet.askedBy(SCHEDULED)
          .named("late-arrival")
          .version(1)
          .feature("carrier", FlightScheduled::carrier)
          .feature("origin", FlightScheduled::origin)
          .feature("dest", FlightScheduled::dest)
          .feature("distance", FlightScheduled::distance)
          .feature("departure_hour", hourOf(FlightScheduled::departure).in("UTC"))
          .feature("day_of_week", dayOfWeekOf(FlightScheduled::departure).in("UTC"))
          .feature("origin_departures_2h", DEPARTURES_OF_ORIGIN.count().within(hours(2)))
          .feature(
              "origin_delay_mean_2h",
              DEPARTURES_OF_ORIGIN.mean(FlightDeparted::delay).within(hours(2)))
          .feature(
              "origin_delay_max_2h",
              DEPARTURES_OF_ORIGIN.max(FlightDeparted::delay).within(hours(2)))
          .feature(
              "origin_carrier_delay_mean_3h",
              DEPARTURES_OF_CARRIER.mean(FlightDeparted::delay).within(hours(3)))
          .feature(
              "route_aircraft_7d",
              DEPARTURES_OF_ROUTE.distinct(FlightDeparted::tailNumber).within(days(7)))
          .feature(
              "tail_last_arrival_delay_24h",
              ARRIVALS_OF_AIRCRAFT.last(FlightArrived::delay).within(hours(24)))
          .feature(
              "tail_minutes_since_arrival_24h",
              ARRIVALS_OF_AIRCRAFT.minutesSinceLast().within(hours(24)))
          .feature(
              "carrier_late_share_7d",
              ARRIVALS_OF_CARRIER
                  .share(field(FlightArrived::delay).atLeast(LATE_MINUTES))
                  .within(days(7)))
          .feature(
              "route_arrival_delay_mean_30d",
              ARRIVALS_OF_ROUTE.mean(FlightArrived::delay).within(days(30)))
          .feature(
              "origin_visibility_3h",
              WEATHER_OF_ORIGIN.last(WeatherObserved::visibility).within(hours(3)))
          .feature(
              "origin_wind_speed_3h",
              WEATHER_OF_ORIGIN.last(WeatherObserved::windSpeed).within(hours(3)))
          .label(
              "late",
              ARRIVAL_OF_FLIGHT
                  .whether(field(FlightArrived::delay).atLeast(LATE_MINUTES))
                  .maturingIn(hours(24))
                  .otherwiseUnlabelled())
          .describedAs("Whether a flight arrives late, half an hour before it departs.")
          .describe("origin_delay_mean_2h", "How late flights from there leave now, in minutes.")
          .describe("tail_last_arrival_delay_24h", "How late the aircraft came in, in minutes.")
          .describe("late", "Arrived 30 minutes late or more; null where it never arrived.");

  private LateArrival() {}
}
