-- The definitions of late-arrival@1 once more, straight from the data and in another style: joins and
-- window functions over whole tables. ${data} is the folder of the data.
--
-- Times are microseconds since the epoch. What an ask at t may see of the last L microseconds lies
-- in (t - L, t), for whole numbers the closed range from t - (L - 1) to t - 1.

create table flight as
select file_row_number as id, carrier, tailnum, origin, dest, distance,
       dep_delay::bigint as dep_delay, arr_delay::bigint as arr_delay, air_time::bigint as air_time,
       epoch_us(time_hour) + minute::bigint * 60000000 as departure
from read_parquet('${data}/flights.parquet', file_row_number = true);

create table ask as
select *, departure - 30 * 60000000 as t from flight;

create table departed as
select id, carrier, tailnum, origin, dest, dep_delay as delay, departure + dep_delay * 60000000 as t
from flight where dep_delay is not null;

create table arrived as
select id, carrier, tailnum, origin, dest, arr_delay as delay,
       departure + (dep_delay + air_time + 25) * 60000000 as t
from flight where dep_delay is not null and arr_delay is not null and air_time is not null;

create table weather as
select file_row_number as id, origin, visib, wind_speed, epoch_us(time_hour) as t
from read_parquet('${data}/weather.parquet', file_row_number = true);

-- One row an event or ask; only events have a delay.
create table departure_timeline as
select id, true as asks, carrier, tailnum, origin, dest, null::bigint as delay, t from ask
union all
select id, false, carrier, tailnum, origin, dest, delay, t from departed;

create table arrival_timeline as
select id, true as asks, carrier, tailnum, origin, dest, null::bigint as delay, t from ask
union all
select id, false, carrier, tailnum, origin, dest, delay, t from arrived;

create table departures_2h as
select * from (
  select id, asks, count(delay) over w as n, avg(delay) over w as mean, max(delay) over w as most
  from departure_timeline
  window w as (partition by origin order by t range between 7199999999 preceding and 1 preceding))
where asks;

create table carrier_departures_3h as
select * from (
  select id, asks, avg(delay) over w as mean
  from departure_timeline
  window w as (partition by origin, carrier order by t
               range between 10799999999 preceding and 1 preceding))
where asks;

create table aircraft_7d as
select ask.id, count(distinct departed.tailnum) as n
from ask left join departed
  on ask.origin = departed.origin and ask.dest = departed.dest
  and departed.t < ask.t and departed.t > ask.t - 604800000000
group by ask.id;

create table carrier_arrivals_7d as
select * from (
  select id, asks, avg(case when delay >= 30 then 1.0 when delay < 30 then 0.0 end) over w as share
  from arrival_timeline
  window w as (partition by carrier order by t
               range between 604799999999 preceding and 1 preceding))
where asks;

create table route_arrivals_30d as
select * from (
  select id, asks, avg(delay) over w as mean
  from arrival_timeline
  window w as (partition by origin, dest order by t
               range between 2591999999999 preceding and 1 preceding))
where asks;

create table last_arrival as
select ask.id, arrived.delay, (ask.t - arrived.t) / 60000000 as minutes_since
from ask asof join arrived on ask.tailnum = arrived.tailnum and ask.t > arrived.t
where arrived.t > ask.t - 86400000000;

create table last_weather as
select ask.id, weather.visib, weather.wind_speed
from ask asof join weather on ask.origin = weather.origin and ask.t > weather.t
where weather.t > ask.t - 10800000000;

create table outcome as
select ask.id, arrived.delay >= 30 as late
from ask join arrived on ask.id = arrived.id
where arrived.t > ask.t and arrived.t <= ask.t + 86400000000;

create table expected as
select ask.id as "flightId",
       ask.t as ask_micros,
       ask.carrier, ask.origin, ask.dest, ask.distance,
       (ask.departure // 3600000000) % 24 as departure_hour,
       -- 1970-01-01 was a Thursday.
       (ask.departure // 86400000000 + 3) % 7 + 1 as day_of_week,
       departures_2h.n as origin_departures_2h,
       departures_2h.mean as origin_delay_mean_2h,
       departures_2h.most as origin_delay_max_2h,
       carrier_departures_3h.mean as origin_carrier_delay_mean_3h,
       aircraft_7d.n as route_aircraft_7d,
       last_arrival.delay as tail_last_arrival_delay_24h,
       last_arrival.minutes_since as tail_minutes_since_arrival_24h,
       carrier_arrivals_7d.share as carrier_late_share_7d,
       route_arrivals_30d.mean as route_arrival_delay_mean_30d,
       last_weather.visib as origin_visibility_3h,
       last_weather.wind_speed as origin_wind_speed_3h,
       outcome.late as late
from ask
join departures_2h on ask.id = departures_2h.id
join carrier_departures_3h on ask.id = carrier_departures_3h.id
join aircraft_7d on ask.id = aircraft_7d.id
join carrier_arrivals_7d on ask.id = carrier_arrivals_7d.id
join route_arrivals_30d on ask.id = route_arrivals_30d.id
left join last_arrival on ask.id = last_arrival.id
left join last_weather on ask.id = last_weather.id
left join outcome on ask.id = outcome.id;
